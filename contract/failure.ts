// One expected failure: its HTTP status and its sentence in both languages.

/** The sentences and the status of one code. */
export interface Failure {
  /** HTTP status of the server's answer; 0 for a failure that only exists inside the agent */
  status: number;
  /** `{name}` is replaced by the detail of that name */
  en: string;
  fr: string;
}
