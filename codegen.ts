import { readdirSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { composeSupergraph } from './local/supergraph.ts';

const scalars = { Decimal: 'string', CurrencyCode: 'string', DateTime: { input: 'string', output: 'Date | string' }, Date: 'string' };

/** Types that a resolver gets as the subgraph's own domain value: `<GraphQL type>: <module>#<type>`, seen from `generated/`. */
const mappers: Record<string, Record<string, string>> = {
  catalog: {
    DeadLetter: '@guildhall/platform/stream/dead-letters.ts#DeadLetter',
    DeadLetters: '@guildhall/platform/graphql/dead-letters.ts#Receivers',
    App: '../index.ts#VisibleApp',
    AppVersion: '../index.ts#AppVersion',
    AppSnapshot: '../index.ts#AppSnapshot',
    Install: '../index.ts#Install',
  },
  usage: {
    DeadLetter: '@guildhall/platform/stream/dead-letters.ts#DeadLetter',
    DeadLetters: '@guildhall/platform/graphql/dead-letters.ts#Receivers',
    App: '../resolvers/context.ts#Reference',
    Organization: '../resolvers/context.ts#Reference',
    UsageDay: '../index.ts#UsageDay',
    UsageEvent: '../index.ts#CountedEvent',
    SigningKey: '../index.ts#SigningKey',
  },
  billing: {
    DeadLetter: '@guildhall/platform/stream/dead-letters.ts#DeadLetter',
    DeadLetters: '@guildhall/platform/graphql/dead-letters.ts#Receivers',
    App: '../resolvers/context.ts#Reference',
    Install: '../resolvers/context.ts#Reference',
    Organization: '../resolvers/context.ts#Reference',
    UpcomingPrice: '../index.ts#UpcomingPrice',
    HeldLine: '../index.ts#HeldChargeLine',
    AppConsumer: '../index.ts#AppConsumer',
    Account: '../index.ts#Account',
    PriceVersion: '../index.ts#PriceVersion',
    Invoice: '../index.ts#Invoice',
    InvoiceLine: '../index.ts#ChargeLine',
    LedgerEntry: '../index.ts#LedgerEntry',
    AppRevenue: '../index.ts#MonthRevenue',
    ReconciliationReport: '../index.ts#Report',
    ReconciliationDifference: '../index.ts#PlacedDifference',
  },
  governance: {
    DeadLetter: '@guildhall/platform/stream/dead-letters.ts#DeadLetter',
    DeadLetters: '@guildhall/platform/graphql/dead-letters.ts#Receivers',
    Organization: '../resolvers/values.ts#OrganizationParent',
    Principal: '../resolvers/values.ts#PrincipalParent',
    Member: '../index.ts#Member',
    Team: '../index.ts#Team',
    ApiKey: '../index.ts#ApiKey',
    PublishRequest: '../index.ts#PublishRequest',
    CheckRun: '../index.ts#RecordedCheck',
    Decision: '../index.ts#Decision',
    TimelineEntry: '../index.ts#TimelineEntry',
    AuditEntry: '../index.ts#AuditEntry',
  },
};

const subgraphs = readdirSync(new URL('schema/', import.meta.url)).flatMap((file) =>
  file === 'supergraph.graphql' ? [] : [file.replace('.graphql', '')],
);

const hasOperations = readdirSync(new URL('operations/', import.meta.url)).some((file) => file.endsWith('.graphql'));

/** The operations that our own clients send, checked against what the gateway offers. */
const operations: CodegenConfig['generates'] = {
  'operations/generated/operations.ts': {
    schema: hasOperations ? composeSupergraph().api : [],
    documents: 'operations/*.graphql',
    plugins: ['typescript-operations', 'typed-document-node'],
    config: {
      useTypeImports: true,
      enumType: 'string-literal',
      enumsAsTypes: true,
      strictScalars: true,
      scalars: { ...scalars, DateTime: 'string', ID: 'string' },
    },
  },
};

const config: CodegenConfig = {
  generates: {
    ...(hasOperations ? operations : {}),
    ...Object.fromEntries(
      subgraphs.map((name) => [
        `subgraphs/${name}/generated/resolver-types.ts`,
        {
          schema: `schema/${name}.graphql`,
          plugins: ['typescript', 'typescript-resolvers'],
          config: {
            federation: true,
            useTypeImports: true,
            enumsAsTypes: true,
            importExtension: '.ts',
            contextType: '../resolvers/context.ts#Context',
            mappers: mappers[name] ?? {},
            mapperTypeSuffix: 'Row',
            scalars,
          },
        },
      ]),
    ),
  },
};
export default config;
