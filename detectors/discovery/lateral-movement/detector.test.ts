import { testDetector } from '../../../test/support/detector-cases';
import { lateralMovement } from './detector';

testDetector(lateralMovement, __dirname);
