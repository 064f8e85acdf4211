import type { MethodContext, MethodsOf } from './context.ts';
import { unsupported } from './unsupported.ts';

/** What users report, and what managers decide. */
export function reportMethods(_context: MethodContext): MethodsOf<'report'> {
  return {
    'report.create': unsupported('report.create'),
    'report.list': unsupported('report.list'),
    'report.decide': unsupported('report.decide'),
  };
}
