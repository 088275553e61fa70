import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { writeRows } from '../platform/many-rows.ts';
import { pageOfRows } from '../platform/partition-rows.ts';
import { type AnyDecision, LoggedDecision } from './contract.ts';

/** Longer than any attribution window; the lake keeps what models learn from. */
const KEPT_SECONDS = 400 * 86_400;

export type DecisionRepository = ReturnType<typeof createDecisionRepository>;

/** What was chosen for whom. The pool it was chosen from is in the lake alone. */
export function createDecisionRepository(client: DynamoDBDocumentClient, tableName: string) {
  return {
    /** Writes each decision under its customer and time; the same decision again overwrites itself. */
    async put(decisions: readonly AnyDecision[]): Promise<void> {
      const rows = new Map(decisions.map((decision) => [`${pkOf(decision)} ${skOf(decision)}`, toItem(decision)]));
      await writeRows(client, tableName, {
        put: [...rows.values()],
        callsAtOnce: 1,
        refusal: 'Some decisions could not be written; deliver them again',
      });
    },

    /** The customer's decisions, newest first. */
    async listOf(shop: ShopId, customer: string, page: PageQuery): Promise<Page<LoggedDecision>> {
      const pk = customerKey(shop, customer);
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, LoggedDecision);
    },
  };
}

function toItem(decision: AnyDecision) {
  const kept = LoggedDecision.parse(decision);
  const expiresAt = Math.floor(Date.parse(decision.at) / 1000) + KEPT_SECONDS;
  return {
    pk: pkOf(decision),
    sk: skOf(decision),
    gsi1pk: requestKey(decision.shop, decision.requestId),
    ...kept,
    expiresAt,
  };
}

const customerKey = (shop: ShopId, customer: string) => `SHOP#${shop}#CUSTOMER#${customer}`;
const requestKey = (shop: ShopId, requestId: string) => `SHOP#${shop}#REQUEST#${requestId}`;
const pkOf = ({ shop, customer }: AnyDecision) => customerKey(shop, customer);
const skOf = ({ at, requestId }: AnyDecision) => `${at}#${requestId}`;
