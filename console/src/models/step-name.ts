import type { TFunction } from 'i18next';

/** The workflow's own name of a step as a key: `Train candidate` is `train-candidate`. */
export const stepKey = (name: string) => name.toLowerCase().replaceAll(' ', '-');

/** A step in the console's language; one of another version of the workflow by its own name. */
export const stepName = (t: TFunction, name: string): string => t(`run.step.${stepKey(name)}`, { defaultValue: name });
