import { settleDeadLetter } from '@guildhall/platform/graphql/dead-letters.ts';
import { mutation } from '@guildhall/platform/graphql/mutation.ts';
import type { MutationResolvers } from '../generated/resolver-types.ts';
import { fromRoles, lower, toInvitation } from './values.ts';

export const Mutation: MutationResolvers = {
  settleGovernanceDeadLetter: mutation(async (_, { input }, { actor, deadLetters }) => settleDeadLetter(input, actor, deadLetters)),
  createOrganization: mutation(async (_, { input }, { actor, governance }) => ({
    organization: await governance.createOrganization(actor, input),
  })),
  updateOrganization: mutation(async (_, { input }, { actor, governance }) => ({
    organization: await governance.updateOrganization(actor, input.name),
  })),
  createPerson: mutation(async (_, { input }, { actor, governance }) => ({ person: await governance.createPerson(actor, input) })),
  updatePerson: mutation(async (_, { input }, { actor, governance }) => ({ person: await governance.updatePerson(actor, input) })),
  addMember: mutation(async (_, { input: { principalId, roles } }, { actor, governance }) => {
    const added = await governance.addMember(actor, { principalId, roles: fromRoles(roles) });
    return 'member' in added ? added : { invitation: toInvitation(added.invitation) };
  }),
  changeRoles: mutation(async (_, { input: { principalId, roles } }, { actor, governance }) => ({
    member: await governance.changeRoles(actor, { principalId, roles: fromRoles(roles) }),
  })),
  removeMember: mutation(async (_, { input }, { actor, governance }) => ({
    principalId: await governance.removeMember(actor, input.principalId),
  })),
  joinOrganization: mutation(async (_, { input }, { actor, governance }) => ({
    organization: await governance.joinOrganization(actor, input.organizationId),
  })),
  leaveOrganization: mutation(async (_, { input }, { actor, governance }) => ({
    organizationId: await governance.leaveOrganization(actor, input.organizationId),
  })),
  createTeam: mutation(async (_, { input }, { actor, governance }) => ({ team: await governance.createTeam(actor, input) })),
  updateTeam: mutation(async (_, { input }, { actor, governance }) => ({ team: await governance.updateTeam(actor, input) })),
  addTeamMember: mutation(async (_, { input }, { actor, governance }) => ({ team: await governance.addTeamMember(actor, input) })),
  removeTeamMember: mutation(async (_, { input }, { actor, governance }) => ({ team: await governance.removeTeamMember(actor, input) })),
  createApiKey: mutation(async (_, { input: { name, roles } }, { actor, governance }) => {
    const { key, secret } = await governance.createApiKey(actor, { name, roles: fromRoles(roles) });
    return { apiKey: key, secret };
  }),
  revokeApiKey: mutation(async (_, { input }, { actor, governance }) => ({ apiKey: await governance.revokeApiKey(actor, input.id) })),
  requestPublish: mutation(async (_, { input: { audience, team, ...input } }, { actor, governance }) => ({
    publishRequest: await governance.requestPublish(actor, { ...input, audience: lower(audience), team: team ?? null }),
  })),
  decidePublishRequest: mutation(async (_, { input: { reason, ...input } }, { actor, governance }) => {
    const { decision, request } = await governance.decidePublishRequest(actor, { ...input, reason: reason ?? null });
    return { decision, publishRequest: request };
  }),
  withdrawPublishRequest: mutation(async (_, { input }, { actor, governance }) => {
    const { decision, request } = await governance.withdrawPublishRequest(actor, input);
    return { decision, publishRequest: request };
  }),
};
