import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';

/** What a key belongs to. KMS binds it to the wrapped key: with another context the key does not open. */
export type KeyContext = Readonly<Record<string, string>>;

export interface DataKey {
  readonly plain: Buffer;
  /** Base64. */
  readonly wrapped: string;
}

export type DataKeys = ReturnType<typeof createDataKeys>;

/** 256-bit keys that KMS makes and wraps. They leave KMS in the clear only into the memory of a function. */
export function createDataKeys(client: KMSClient, shopKeyId: string) {
  return {
    async generate(context: KeyContext): Promise<DataKey> {
      const { Plaintext, CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({ KeyId: shopKeyId, KeySpec: 'AES_256', EncryptionContext: { ...context } }),
      );
      if (!Plaintext || !CiphertextBlob) throw new Error('KMS answered without a key');
      return { plain: Buffer.from(Plaintext), wrapped: Buffer.from(CiphertextBlob).toString('base64') };
    },

    async unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
      const { Plaintext } = await client.send(
        new DecryptCommand({
          KeyId: shopKeyId,
          CiphertextBlob: Buffer.from(wrapped, 'base64'),
          EncryptionContext: { ...context },
        }),
      );
      if (!Plaintext) throw new Error('KMS answered without a key');
      return Buffer.from(Plaintext);
    },
  };
}
