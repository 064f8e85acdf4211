import type { DoctorSettings } from '../base/index.ts';

/** What a diagnosis takes where the client's settings say nothing. */
export const defaultDoctorSettings: Readonly<DoctorSettings> = {
  doctorStepMs: 8_000,
  doctorAskMs: 60_000,
  doctorListenMs: 4_000,
  doctorLoopbackMs: 5_000,
  doctorSlowMs: 1_000,
  doctorPoorMos: 3.6,
};
