import { testDetector } from '../../../test/support/detector-cases';
import { misleadingDescription } from './detector';

testDetector(misleadingDescription, __dirname);
