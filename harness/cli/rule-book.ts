import type { RuleBook } from '../../reports/rule-book.js';
import { levelAt, requirementById, specificationUrl } from '../spec/catalogue.js';
import { guarantee, isGuaranteeId } from '../spec/guarantees.js';

/** The requirements and guarantees of the catalogue, as reports show them. */
export const catalogueRules: RuleBook = (rule, revision) => {
  if (isGuaranteeId(rule)) return { text: guarantee(rule).rule };
  const requirement = requirementById(rule);
  if (requirement === undefined) return undefined;
  const level = levelAt(rule, revision);
  const url = specificationUrl(rule, revision);
  return {
    text: requirement.rule,
    ...(level === undefined ? {} : { level }),
    ...(url === undefined ? {} : { url }),
  };
};
