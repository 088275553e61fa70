/** The package ships no declaration of its own. */
declare module 'asl-validator' {
  interface AslProblem {
    readonly 'Error code': string;
    readonly Message?: string;
  }

  /** Checks a state machine against the schema of Amazon States Language and its rules between states. */
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly AslProblem[];
    readonly errorsText: (separator?: string) => string;
  };
}
