import type { RecipeDraft } from '../recipe.ts';

export interface RulePart {
  /** JSON pointer into the draft. */
  readonly pointer: string;
  readonly name: string;
  /** The draft with all its rules but this. */
  readonly without: RecipeDraft;
}

/** Each rule of a draft by itself. */
export function rulePartsOf(draft: RecipeDraft): RulePart[] {
  const { filter: _, ...unfiltered } = draft;
  const lists = (['promotions', 'boosts', 'diversity'] as const).flatMap((list) =>
    draft[list].map(
      (rule, index): RulePart => ({
        pointer: `#/${list}/${index}`,
        name: 'name' in rule ? rule.name : `${rule.by}: ${rule.most}/${rule.window}`,
        without: { ...draft, [list]: draft[list].filter((_rule, at) => at !== index) },
      }),
    ),
  );
  const filters = draft.filter === undefined ? [] : [{ pointer: '#/filter', name: draft.filter, without: unfiltered }];
  return [...filters, ...lists];
}
