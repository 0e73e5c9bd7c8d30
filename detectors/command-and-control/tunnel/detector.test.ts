import { testDetector } from '../../../test/support/detector-cases';
import { tunnel } from './detector';

testDetector(tunnel, __dirname);
