grammar Bb;
file : EOF ;
