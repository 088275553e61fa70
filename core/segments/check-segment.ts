import { checkKinds, type Kind, kindWithin, type Path } from '../recommendations/filter/check-kinds.ts';
import { type Expression, FilterSyntaxError, partsOf } from '../recommendations/filter/grammar.ts';
import { FACT_KINDS, type FactKind } from './contract.ts';

/**
 * Holds a filter against what is known of customers, so that a misspelt name or a number compared with a text is
 * found while it is written and not as an audience of nobody. Throws FilterSyntaxError at the place.
 */
export const checkSegment = (expression: Expression): void => checkKinds(expression, kindOfPath);

/** The names of the facts that stand anywhere in it. */
export function factsAskedBy(expression: Expression): string[] {
  if (expression.kind === 'path') return expression.names.slice(0, 1);
  return partsOf(expression).flatMap(factsAskedBy);
}

function kindOfPath(path: Path): Kind {
  const { root, names, at } = path;
  const [name = ''] = names;
  const known: FactKind | undefined = Object.entries(FACT_KINDS).find(([fact]) => fact === name)?.[1];
  if (root === 'customer' && known) return kindWithin(known, path);
  const said = root === 'customer' ? `customer.${names.join('.')}` : names.join('.');
  const facts = Object.keys(FACT_KINDS).map((fact) => `customer.${fact}`);
  throw new FilterSyntaxError(`"${said}" is not known of customers; known are ${facts.join(', ')}`, at, {
    code: 'segment-fact',
    said,
    known: facts.join(', '),
  });
}
