import type { SendingSettings, SendingView } from '../../core/channels/contract.ts';
import type { SendingRepository } from '../../core/channels/sending-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';

export interface PutChannelsPorts {
  readonly sending: Pick<SendingRepository, 'find' | 'put'>;
  readonly webhookSecrets: {
    readonly create: (shop: ShopId) => Promise<{ readonly secret: string; readonly sealed: string }>;
  };
}

/** Says how a shop writes. A webhook gets its secret with its first address, and that is when it is shown. */
export async function putChannels(
  shop: ShopId,
  settings: SendingSettings,
  { sending, webhookSecrets }: PutChannelsPorts,
): Promise<SendingView> {
  const before = await sending.find(shop);
  const kept = before?.sealedSecret;
  const fresh = settings.webhookUrl !== undefined && kept === undefined ? await webhookSecrets.create(shop) : undefined;
  const sealedSecret = kept ?? fresh?.sealed;
  await sending.put(shop, { settings, ...(sealedSecret === undefined ? {} : { sealedSecret }) });
  return {
    settings,
    hasWebhookSecret: sealedSecret !== undefined,
    ...(fresh === undefined ? {} : { webhookSecret: fresh.secret }),
  };
}
