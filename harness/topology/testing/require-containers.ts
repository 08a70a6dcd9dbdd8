import type { TestProject } from 'vitest/node';
import { findEngine } from '../../link/containers/engine.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why nothing can be run in a container here; empty where it can. */
    noContainers: string;
  }
}

const IMAGES = ['faultline/toxiproxy', 'faultline/nginx', 'faultline/gold', 'faultline/gold-client'];

async function whyNot(): Promise<string> {
  try {
    const docker = await findEngine();
    for (const image of IMAGES) await docker.getImage(image).inspect();
    return '';
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    return reason.includes('no such image') ? `${reason.trim()}: scripts/images.sh builds it` : reason;
  }
}

/** Looks once whether tests in containers can be run, and says so where they can't. */
export default async function setup(project: TestProject): Promise<void> {
  const reason = await whyNot();
  if (reason !== '') console.log(`container tests: not run: ${reason}`);
  project.provide('noContainers', reason);
}
