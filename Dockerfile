# Build with everything, run with the little that is needed.
FROM node:22-bookworm-slim AS build
WORKDIR /office
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY server server
COPY jobs jobs
COPY bench bench
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-bookworm-slim
# Chromium and Chinese fonts are for sheets that come out of the printer by themselves (PRINT_COMMAND).
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium-headless-shell fonts-noto-cjk \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /office
ENV NODE_ENV=production
COPY --from=build /office/node_modules node_modules
COPY --from=build /office/dist dist
COPY package.json ./
COPY views views
COPY public public
COPY locales locales
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
CMD ["node", "dist/server/index.js", "web"]
