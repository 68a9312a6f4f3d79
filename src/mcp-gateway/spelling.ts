/** `patient_context` as TypeScript spells it: `patientContext`. */
export type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;

/** An object whose fields, and those of objects in it, are spelt in camelCase. */
export type InCamel<T> = T extends readonly unknown[] ? T : T extends object ? { [Name in keyof T as Name extends string ? Camel<Name> : Name]: InCamel<T[Name]> } : T;

/** The tools' own spelling of parameters, those in objects included. What is undefined is left out. */
export function toSnake(parameters: object): Record<string, unknown> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), isPlainObject(value) ? toSnake(value) : value]));
}

/** A parameter's name as TypeScript spells it. */
export function toCamel(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
