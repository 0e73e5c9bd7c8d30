import { testDetector } from '../../../test/support/detector-cases';
import { gitHook } from './detector';

testDetector(gitHook, __dirname);
