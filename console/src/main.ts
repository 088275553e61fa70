import * as z from 'zod';

// zod would otherwise try to compile schemas with `new Function`, which the content security policy forbids and
// reports. It asks whenever a schema is made, so the rest of the console, with its contracts, is loaded after this.
z.config({ jitless: true });

const container = document.getElementById('root');
if (container) void import('./start.tsx').then(({ start }) => start(container));
