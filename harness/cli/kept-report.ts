import { ReportFormatError, readReport } from '../../reports/read-report.js';
import type { Report } from '../../reports/report.js';
import { readNamedFile } from './baseline-files.js';
import { UsageError } from './usage-error.js';

/** Reads a report that the command line names; throws a {@link UsageError} when it can't be used. */
export function loadReport(name: string, workingDirectory: string): Report {
  const text = readNamedFile(name, workingDirectory, 'report');
  try {
    return readReport(text);
  } catch (error) {
    if (error instanceof ReportFormatError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
