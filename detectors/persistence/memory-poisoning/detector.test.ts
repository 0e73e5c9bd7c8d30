import { testDetector } from '../../../test/support/detector-cases';
import { memoryPoisoning } from './detector';

testDetector(memoryPoisoning, __dirname);
