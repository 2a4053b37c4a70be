# The registry as an image: `docker build -t registry .`. Packages come from the index that pip is set up for, checked against
# the hashes of the lock files; where it needs a setting of its own: `docker build --secret id=pip,src=pip.conf …`.
# To be sure of the base image as well, give its digest: --build-arg BASE=python@sha256:….
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements.lock requirements.runtime.lock ./
# The locked pip and setuptools first: an older pip misses hashes of extras.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    sed -n '/^\(pip\|setuptools\)==/,/[^\\]$/p' requirements.lock > tools.lock \
    && python -m pip install --quiet --require-hashes -r tools.lock \
    && python -m venv --without-pip /opt/registry \
    && python -m pip --python /opt/registry/bin/python install --quiet --require-hashes --only-binary :all: -r requirements.runtime.lock
COPY . .
RUN python -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir wheels . \
    && python -m pip --python /opt/registry/bin/python install --quiet --no-deps --no-index wheels/*.whl \
    && rm -rf /opt/registry/lib/python*/site-packages/pyarrow/include \
    && find /opt/registry -depth -type d -name tests -exec rm -rf {} +

FROM ${BASE}
RUN groupadd --system --gid 10001 registry \
    && useradd --system --uid 10001 --gid registry --home-dir /data --no-create-home --shell /usr/sbin/nologin registry \
    && install --directory --owner registry --group registry --mode 750 /data /keys/searching /keys/writing
COPY --from=build /opt/registry /opt/registry
ENV PATH=/opt/registry/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    REGISTRY_DATA=/data REGISTRY_HOST=0.0.0.0 REGISTRY_LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["registry"]
CMD ["serve"]
