FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/maillage
# The dependencies change less often than the code: they make a layer of their own, PostgreSQL's driver among them.
COPY pyproject.toml ./
RUN python -c "import tomllib; its = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
      print(*its['dependencies'], *its['optional-dependencies']['postgresql'], sep='\n')" > requirements.txt \
    && /opt/maillage/bin/pip install --no-cache-dir -r requirements.txt
COPY README.md LICENSE ./
COPY bot bot
COPY plugins plugins
COPY migrations migrations
RUN /opt/maillage/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
# The container's own address is where others reach it, so the web server listens on all of them.
ENV PATH=/opt/maillage/bin:$PATH PYTHONUNBUFFERED=1 MAILLAGE_WEB__HOST=0.0.0.0
RUN useradd --system --uid 10042 --home-dir /data --create-home maillage
COPY --from=build /opt/maillage /opt/maillage
USER maillage
WORKDIR /data
VOLUME /data
# The callbacks of Mattermost, /healthz and /metrics; nothing listens as long as no Mattermost server is configured.
EXPOSE 8080
# It fails if the database cannot be used, the disk is full, or the configuration is wrong: always by 1, for Docker
# keeps 2 for itself. This holds without Mattermost too; with it, /healthz also tells whether the bot is connected
# (docs/administration.md).
HEALTHCHECK --interval=5m --timeout=20s --start-period=30s CMD maillage check --json || exit 1
ENTRYPOINT ["maillage"]
CMD ["run"]
