# An open instruct model on a GPU: vLLM's own server, which answers /ping and /invocations as SageMaker asks them.
FROM docker.io/vllm/vllm-openai:v0.11.0

COPY --chmod=755 generator/serve-vllm /usr/local/bin/serve
RUN useradd --create-home generator
USER generator
EXPOSE 8080
ENTRYPOINT ["serve"]
