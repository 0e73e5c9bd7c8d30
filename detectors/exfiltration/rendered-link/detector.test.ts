import { testDetector } from '../../../test/support/detector-cases';
import { renderedLink } from './detector';

testDetector(renderedLink, __dirname);
