import { testDetector } from '../../../test/support/detector-cases';
import { stateLostThenDestroy } from './detector';

testDetector(stateLostThenDestroy, __dirname);
