import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChatFunctions } from '../areas/chat-functions.ts';
import { ContainerImages } from '../constructs/container-images.ts';
import { EmbeddingsEndpoint } from '../constructs/embeddings-endpoint.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { StageStackProps } from './stage-stack-props.ts';

/** Conversations with a shop's customers, and the encoder that finds what to answer. */
export class ChatStack extends Stack {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const { data, settings } = props;
    const images = new ContainerImages(this, 'Images', settings);
    const embeddings = new EmbeddingsEndpoint(this, 'Embeddings', { settings, images, keys: data.keys });
    this.routes = new ChatFunctions(this, 'Talks', { data, settings, embeddings }).routes;
  }
}
