import type { PropertyDeclaration, ReactiveElement } from 'lit';

/**
 * Declares a reactive property, as Lit's decorator of that name does. Lit's own also carries what newer kinds of decorators need, which
 * this project does not compile to.
 */
export const property = (options?: PropertyDeclaration): PropertyDecorator & MethodDecorator =>
  ((prototype: ReactiveElement, name: string) => {
    (prototype.constructor as typeof ReactiveElement).createProperty(name, options);
    return Object.getOwnPropertyDescriptor(prototype, name); // else an accessor would get back the one it had before
  }) as PropertyDecorator & MethodDecorator;
