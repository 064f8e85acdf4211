import type { Check, Diagnosis } from '../../core/doctor/api.ts';
import { EarshotEvent } from '../internal/events.ts';

/** `warning`: calls work, but not well. `error`: the check itself could not be run. */
export type CallDoctorState = 'idle' | 'running' | 'good' | 'warning' | 'bad' | 'error';

/** `call-doctor-check`: one check started or ended. */
export class CallDoctorCheckEvent extends EarshotEvent {
  readonly check: Check;
  /** All of them, in order. */
  readonly checks: readonly Check[];
  constructor(check: Check, checks: readonly Check[]) {
    super('call-doctor-check');
    this.check = check;
    this.checks = checks;
  }
}

/** `call-doctor-verdict`: the diagnosis is there. */
export class CallDoctorVerdictEvent extends EarshotEvent {
  readonly diagnosis: Diagnosis;
  readonly state: CallDoctorState;
  constructor(diagnosis: Diagnosis, state: CallDoctorState) {
    super('call-doctor-verdict');
    this.diagnosis = diagnosis;
    this.state = state;
  }
}
