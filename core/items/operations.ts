import { type Operation, SERVER_AND_CONSOLE } from '../platform/operation.ts';
import {
  CountItemsQuery,
  ItemCount,
  ItemFields,
  ItemPage,
  ListItemsQuery,
  PutItemsRequest,
  PutItemsResponse,
} from './contract.ts';

const common = { path: '/items', area: 'items', roles: SERVER_AND_CONSOLE } as const;

export const itemOperations: readonly Operation[] = [
  {
    ...common,
    method: 'POST',
    summary: 'Writes up to 500 items; a bad one is named and takes no other along',
    body: PutItemsRequest,
    response: PutItemsResponse,
    isIdempotent: true,
  },
  {
    ...common,
    method: 'GET',
    summary: 'Lists the catalogue, or the items named',
    query: ListItemsQuery,
    response: ItemPage,
  },
  {
    ...common,
    method: 'GET',
    path: '/items/fields',
    summary: 'Tells the brands, categories and attributes of the catalogue, with their most usual values',
    response: ItemFields,
  },
  {
    ...common,
    method: 'GET',
    path: '/items/count',
    summary: 'Counts the items that meet a filter',
    query: CountItemsQuery,
    response: ItemCount,
  },
];
