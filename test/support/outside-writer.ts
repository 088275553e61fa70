import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

export interface OutsideWriter {
  /** Puts the platform's setting back and closes the server. */
  readonly close: () => Promise<void>;
}

/** An OpenAI-compatible server that always writes this, and a platform that is set to ask it. */
export async function startOutsideWriter(written: string): Promise<OutsideWriter> {
  const server = createServer(async (request, response) => {
    const asked: { n: number } = JSON.parse(await text(request));
    const choices = Array.from({ length: asked.n }, () => ({ message: { role: 'assistant', content: written } }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ model: 'outside-1', choices }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/v1`;
  const before = await setGeneration(JSON.stringify({ kind: 'url', url, model: 'outside' }));
  return {
    close: async () => {
      if (before !== undefined) await setGeneration(before);
      server.close();
    },
  };
}

/** What the setting `generation` would give the functions at a deployment. Answers what it was before. */
async function setGeneration(setting: string): Promise<string | undefined> {
  const lambda = new LambdaClient();
  let before: string | undefined;
  for await (const { Functions } of paginateListFunctions({ client: lambda }, {})) {
    for (const { FunctionName } of Functions ?? []) {
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (!Environment?.Variables?.GENERATION) continue;
      before ??= Environment.Variables.GENERATION;
      const Variables = { ...Environment.Variables, GENERATION: setting };
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }
  return before;
}
