export { makeDemoModel } from './demo.model.ts';
export { makeDemo, type Demo, type DemoParts, type DemoSize } from './demo.service.ts';
export type { SignIn } from './sign-in.ts';
