import type { Language } from '../people.ts';

/** What can be wrong with the host, or with what keeps alerts there. */
export const HOST_PROBLEMS = ['disk_full', 'room_kept_for_critical', 'read_only', 'unwritable', 'io_error', 'clock_forward', 'clock_back', 'watchdog_paged'] as const;

export type HostProblem = (typeof HOST_PROBLEMS)[number];

/** What each means for alerts, and what to do about it, for whoever runs the service. */
const ADVICE: Record<Language, Record<HostProblem, string>> = {
  es: {
    disk_full: 'El disco está lleno y no se puede guardar nada: las alertas críticas salen directamente, marcadas "(sin registro)", y las demás se rechazan. Libere espacio ya.',
    room_kept_for_critical: 'El disco está lleno: el último espacio se guarda para alertas críticas y las demás se rechazan. Libere espacio.',
    read_only: 'El registro no se puede escribir: las alertas críticas salen directamente, marcadas "(sin registro)", y las demás se rechazan. Devuelva el permiso de escritura.',
    unwritable: 'El registro no se puede abrir ni escribir: las alertas críticas salen directamente, marcadas "(sin registro)", y las demás se rechazan. Revise la carpeta y el disco.',
    io_error: 'El disco da errores: las alertas críticas que no se pueden guardar salen directamente, marcadas "(sin registro)". Revise el disco.',
    clock_forward: 'El reloj del equipo saltó hacia adelante, o el equipo estuvo suspendido: los plazos abiertos se cumplen antes. Corrija la hora (NTP). Slack por HTTPS se rechaza con más de 5 minutos de diferencia.',
    clock_back: 'El reloj del equipo saltó hacia atrás: los plazos abiertos se atrasan; los de alertas críticas siguen a su hora. Corrija la hora (NTP). Slack por HTTPS se rechaza con más de 5 minutos de diferencia.',
    watchdog_paged: 'Una alerta crítica no salió a tiempo y se avisó directamente a la última persona: revise si Temporal y el worker están en marcha.',
  },
  en: {
    disk_full: 'The disk is full and nothing can be recorded: critical alerts go out directly, marked "(unrecorded)", and others are refused. Free some space now.',
    room_kept_for_critical: 'The disk is full: the last room is kept for critical alerts, and others are refused. Free some space.',
    read_only: 'The ledger cannot be written: critical alerts go out directly, marked "(unrecorded)", and others are refused. Give back the right to write.',
    unwritable: 'The ledger cannot be opened or written: critical alerts go out directly, marked "(unrecorded)", and others are refused. Look at its folder and the disk.',
    io_error: 'The disk reports errors: critical alerts that cannot be recorded go out directly, marked "(unrecorded)". Look at the disk.',
    clock_forward: "The host's clock jumped forward, or the host slept: open deadlines come early. Set the time right (NTP). Slack by HTTPS is refused while it is more than 5 minutes off.",
    clock_back: "The host's clock jumped back: open deadlines come late; those of critical alerts keep their time. Set the time right (NTP). Slack by HTTPS is refused while it is more than 5 minutes off.",
    watchdog_paged: 'A critical alert did not leave in time and its fail-safe recipient was paged directly: look whether Temporal and the worker run.',
  },
};

/** The advice for a problem's code; null where the code says it all, as a provider's does. */
export function hostAdvice(code: string, language: Language): string | null {
  const problem = HOST_PROBLEMS.find((each) => each === code);
  return problem === undefined ? null : ADVICE[language][problem];
}
