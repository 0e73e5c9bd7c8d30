import { testDetector } from '../../../test/support/detector-cases';
import { masquerading } from './detector';

testDetector(masquerading, __dirname);
