import { testDetector } from '../../../test/support/detector-cases';
import { listener } from './detector';

testDetector(listener, __dirname);
