# Omni2 as a container: built with the SDK, run on the runtime alone, as an ordinary user, on a read-only root file system.

FROM node:20-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The build fetches htmx with npm.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
# What rarely changes comes first, so that its layers are kept.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY Omni2.Web/Omni2.Web.csproj Omni2.Web/
COPY build/ build/
RUN dotnet restore Omni2.Web/Omni2.Web.csproj
COPY package.json package-lock.json ./
COPY wwwroot/ wwwroot/
COPY Omni2.Web/ Omni2.Web/
RUN dotnet publish Omni2.Web/Omni2.Web.csproj --configuration Release --no-restore --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
LABEL org.opencontainers.image.title="Omni2" \
      org.opencontainers.image.description="A self-hosted AI chat hub in which every step can be watched"
WORKDIR /app
COPY --from=build /app ./
# No diagnostics sockets: nothing is written but what goes to /tmp.
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
# The number, not the name: Kubernetes' runAsNonRoot can check only numbers. It is the base image's user "app".
USER 1654
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --start-interval=1s --retries=3 \
    CMD ["dotnet", "Omni2.Web.dll", "--health"]
ENTRYPOINT ["dotnet", "Omni2.Web.dll"]
