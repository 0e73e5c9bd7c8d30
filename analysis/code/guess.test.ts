import { languageOfText, programIn } from './guess';

describe('programs that stand where a shell was expected', () => {
  it.each([
    ["import 'dart:io';\nmain() {}", 'java'],
    ['#include <stdio.h>\nint main(){}', 'c'],
    ['package main\nimport "net"', 'go'],
    ['<?php echo 1;', 'php'],
    ['require "socket"\nx = 1', 'ruby'],
    ["const net = require('net')", 'javascript'],
    ['import socket, os\nprint(1)', 'python'],
    ['using System;\nclass A {}', 'java'],
    ['import screenshot.png out.png', undefined],
    ['ls -la', undefined],
    ['let x=1; echo $x', undefined],
  ])('%j is %s', (text, language) => {
    expect(languageOfText(text)).toBe(language);
  });

  it.each([
    ['tclsh\nputs 1', { language: 'tcl', text: 'puts 1' }],
    ['jjs\nprint(1)', { language: 'javascript', text: 'print(1)' }],
    ['#!/usr/bin/perl -w\\nprint 1;', { language: 'perl', text: '#!/usr/bin/perl -w\nprint 1;' }],
    ['make\n./run', undefined],
    ['python3 x.py\nls', undefined],
    ['#!/bin/sh\nls', undefined],
  ])('%j', (text, program) => {
    expect(programIn(text)).toEqual(program);
  });
});
