/** Programs that fetch the pictures of a message for their users, read or not. */
const FETCHERS = /GoogleImageProxy|YahooMailProxy|ggpht|Barracuda|Mimecast|Proofpoint|SafeLinks|bot|crawler|spider/i;
/** Apple's mail privacy fetches through a proxy that says nothing but this. */
const APPLE_PROXY = /^Mozilla\/5\.0$/;
/** Nobody opens a message as fast as it is delivered. */
const TOO_FAST_MS = 2_000;

export function isMachineOpen(userAgent: string, sentAt: string | undefined, now: Date): boolean {
  if (!userAgent || FETCHERS.test(userAgent) || APPLE_PROXY.test(userAgent.trim())) return true;
  return sentAt !== undefined && now.getTime() - Date.parse(sentAt) < TOO_FAST_MS;
}
