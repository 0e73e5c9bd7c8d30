import { testDetector } from '../../../test/support/detector-cases';
import { secretInTheOpen } from './detector';

testDetector(secretInTheOpen, __dirname);
