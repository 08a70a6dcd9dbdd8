import { parentPort } from 'node:worker_threads';
import { serveCases } from './serve-cases.js';

// What a thread is started with that runs cases of a run which another thread conducts.
if (parentPort === null) throw new Error('to be started as a thread');
serveCases(parentPort);
