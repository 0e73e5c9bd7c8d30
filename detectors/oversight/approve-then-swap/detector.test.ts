import { testDetector } from '../../../test/support/detector-cases';
import { approveThenSwap } from './detector';

testDetector(approveThenSwap, __dirname);
