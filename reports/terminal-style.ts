import type picocolors from 'picocolors';
import type { Glyphs } from './glyphs.js';
import type { RuleBook } from './rule-book.js';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** What the parts of the summary are drawn with. */
export interface Style {
  readonly columns: number;
  readonly colours: Colours;
  readonly glyphs: Glyphs;
  readonly rules: RuleBook;
  readonly verbose: boolean;
}
