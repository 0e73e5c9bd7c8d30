import { testDetector } from '../../../test/support/detector-cases';
import { foreignPrincipal } from './detector';

testDetector(foreignPrincipal, __dirname);
