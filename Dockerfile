# Build:  docker build -t earshot .
# Run:    docker run -p 8080:8080 -p 50051:50051 -v earshot-data:/data earshot
# The first start fetches the recognition model into the volume. A model of your own is mounted instead:
#         docker run … -v /srv/model:/model:ro -e EARSHOT_MODEL=/model earshot

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# All packages: the console is built with development ones.
RUN npm ci --include=dev --no-audit --no-fund

FROM packages AS console
COPY tsconfig.json ./
COPY server/contracts server/contracts
COPY agent-console agent-console
RUN npm run build

FROM packages AS production
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim AS runtime
# Maven is the second way to the model, through a company's own artifact mirror. Where the makers' site can be
# reached or the model is mounted, --build-arg MAVEN=no leaves it and its Java out.
ARG MAVEN=yes
RUN if [ "$MAVEN" = yes ]; then apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*; fi
# Recognition costs a sixth less with it.
RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=console /app/agent-console/dist agent-console/dist
COPY agent-console/sample-calls agent-console/sample-calls
COPY package.json ./
COPY models models
COPY proto proto
COPY rules rules
COPY server server
# The database, the secret and the models: the only place that is written to.
RUN mkdir -p /data && chown node:node /data
VOLUME /data
ENV NODE_ENV=production \
    EARSHOT_HOST=0.0.0.0 \
    EARSHOT_DATA_DIR=/data
EXPOSE 8080 50051
USER node
# The first start may have to fetch the model before it answers.
HEALTHCHECK --interval=15s --timeout=3s --start-period=5m --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EARSHOT_PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: signals reach the server, which drains before it ends.
CMD ["node", "server/main.ts", "serve"]
