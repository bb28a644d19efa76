import { Migration } from '@mikro-orm/migrations';

/** Decisions are told as of their request, behind which they come: what 0.1.0 told and nobody delivered yet, too. */
export class Migration20261127020000_decisions extends Migration {
  override up(): void {
    this.addSql(
      `update governance.outbox set entity_id = payload ->> 'publishRequestId'
        where type = 'governance.decision.made' and payload ->> 'publishRequestId' is not null`,
    );
  }
}
