import * as z from 'zod';
import { HomeView } from './home-contract.ts';
import { type Operation, SERVER_AND_CONSOLE } from './operation.ts';

export const platformOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/home',
    area: 'platform',
    roles: SERVER_AND_CONSOLE,
    summary: "Answers the console's first page: the shop, its live events, its headline",
    response: HomeView,
  },
  {
    method: 'GET',
    path: '/openapi.json',
    area: 'platform',
    roles: [],
    summary: 'Describes the API to programs',
    response: z.record(z.string(), z.unknown()),
  },
  {
    method: 'GET',
    path: '/docs',
    area: 'platform',
    roles: [],
    summary: 'Describes the API to people',
    response: z.string(),
    contentType: 'text/html',
  },
];
