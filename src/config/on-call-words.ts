import type { Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** What can be wrong with the rota: with one of its fields, or with how it fits the directory and what policy calls. */
export interface OnCallWords {
  notADate: Correction;
  notAMoment: Correction;
  shiftsOutOfOrder: Correction;
  endsBeforeItBegins: Correction;
  overlaps: (other: number) => Correction;
  nothingToStandInFor: (role: string, unit: string | null) => Correction;
  roleUnlisted: (role: string, known: readonly string[]) => Correction;
  unitUnlisted: (unit: string, known: readonly string[]) => Correction;
  personUnlisted: (id: string) => Correction;
  notTheirRole: (id: string, role: string) => Correction;
  nobodyFor: (role: string) => Correction;
  /** `from` and `to`: as the wall of the time zone shows them. */
  hole: (role: string, from: string, to: string, timeZone: string, days: number) => Correction;
}

const es: OnCallWords = {
  notADate: { problem: 'no es una fecha', hint: 'Escriba año, mes y día, como 2026-01-05.' },
  notAMoment: { problem: 'no es una fecha con hora', hint: 'Escriba 2026-12-24T20:00 para la hora local, o con desfase 2026-12-24T20:00-03:00.' },
  shiftsOutOfOrder: { problem: 'no sigue el orden del día', hint: 'Ponga los turnos por `from`, el más temprano primero, cada uno una vez.' },
  endsBeforeItBegins: { problem: 'no es posterior a `from`', hint: 'Escriba el fin del reemplazo, después de su comienzo.' },
  overlaps: (other) => ({ problem: `se cruza con overrides[${other}] del mismo rol`, hint: 'Termine uno donde empieza el otro: no pueden reemplazar dos personas a la vez.' }),
  nothingToStandInFor: (role, unit) => ({
    problem: `reemplaza a ${role}${unit === null ? '' : ` de ${unit}`}, que no tiene rotación`,
    hint: 'Corrija el rol o la unidad: un reemplazo sin `unit` es para las rotaciones que no tienen unidad.',
  }),
  roleUnlisted: (role, known) => ({ problem: `nombra el rol ${role}, que no está en directory.yaml`, hint: `Roles que hay: ${known.join(', ')}.` }),
  unitUnlisted: (unit, known) => ({ problem: `nombra la unidad ${unit}, que no está en directory.yaml`, hint: `Unidades: ${known.join(', ') || 'todavía no hay ninguna'}.` }),
  personUnlisted: (id) => ({ problem: `nombra a ${id}, que no está en directory.yaml`, hint: 'Corrija el identificador, o agregue a la persona en directory.yaml.' }),
  notTheirRole: (id, role) => ({ problem: `pone a ${id} de turno como ${role}, que no está entre sus roles`, hint: `Agregue ${role} en responders.${id}.roles de directory.yaml, o nombre a otra persona.` }),
  nobodyFor: (role) => ({ problem: `no tiene a nadie para ${role}, a quien la política llama`, hint: 'Agregue una rotación para el rol, o sáquelo de policy.yaml.' }),
  hole: (role, from, to, timeZone, days) => ({
    problem: `no deja a nadie de turno como ${role} desde ${from} hasta ${to} (${timeZone})`,
    hint: `Todo rol al que la política llama debe tener a alguien durante los próximos ${days} días, también para las alertas que no nombran unidad: agregue personas, un turno o una segunda rotación.`,
  }),
};

const en: OnCallWords = {
  notADate: { problem: 'is not a date', hint: 'Write year, month and day, such as 2026-01-05.' },
  notAMoment: { problem: 'is not a date and time', hint: 'Write 2026-12-24T20:00 for the local time, or with an offset 2026-12-24T20:00-03:00.' },
  shiftsOutOfOrder: { problem: 'are not in the order of the day', hint: 'List the shifts by `from`, earliest first, each once.' },
  endsBeforeItBegins: { problem: 'is not after `from`', hint: 'Write the end of the stand-in, later than its start.' },
  overlaps: (other) => ({ problem: `overlaps overrides[${other}] for the same role`, hint: 'End one where the other begins: two people cannot both stand in.' }),
  nothingToStandInFor: (role, unit) => ({
    problem: `stands in for ${role}${unit === null ? '' : ` of ${unit}`}, which has no rotation`,
    hint: 'Correct the role or the unit: an override without `unit` is for the rotations without one.',
  }),
  roleUnlisted: (role, known) => ({ problem: `names the role ${role}, which directory.yaml does not list`, hint: `Roles: ${known.join(', ')}.` }),
  unitUnlisted: (unit, known) => ({ problem: `names the unit ${unit}, which directory.yaml does not list`, hint: `Units: ${known.join(', ') || 'none is listed yet'}.` }),
  personUnlisted: (id) => ({ problem: `names ${id}, whom directory.yaml does not list`, hint: 'Correct the id, or add the responder to directory.yaml.' }),
  notTheirRole: (id, role) => ({ problem: `puts ${id} on call as ${role}, which is not among their roles`, hint: `Add ${role} to responders.${id}.roles in directory.yaml, or name somebody else.` }),
  nobodyFor: (role) => ({ problem: `have nobody for ${role}, which the policy calls`, hint: 'Add a rotation for the role, or take it out of policy.yaml.' }),
  hole: (role, from, to, timeZone, days) => ({
    problem: `leave nobody on call as ${role} from ${from} to ${to} (${timeZone})`,
    hint: `Every role that the policy calls must be held for the next ${days} days, also for alerts that name no unit: add people, a shift or a second rotation.`,
  }),
};

export const ON_CALL_WORDS: Readonly<Record<Language, OnCallWords>> = { es, en };
