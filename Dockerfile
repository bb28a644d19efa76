# One image, a command a process. Debian, because Temporal's core has no musl build.
FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1 HOST=0.0.0.0
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY platform/package.json platform/
COPY events/package.json events/
COPY operations/package.json operations/
COPY workflows/package.json workflows/
COPY gateway/package.json gateway/
COPY subgraphs/catalog/package.json subgraphs/catalog/
COPY subgraphs/usage/package.json subgraphs/usage/
COPY subgraphs/billing/package.json subgraphs/billing/
COPY subgraphs/governance/package.json subgraphs/governance/
RUN npm ci --omit=dev --ignore-scripts && mkdir -p node_modules/.cache && chown -R node node_modules/.cache
COPY schema schema
COPY platform platform
COPY events events
COPY operations operations
COPY workflows workflows
COPY gateway gateway
COPY subgraphs subgraphs
USER node
