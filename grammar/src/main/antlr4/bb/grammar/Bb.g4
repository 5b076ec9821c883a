/*
 * The grammar of .bb files.
 *
 * Between the lexer and the parser stands a token filter (bb.syntax.Layout) which
 *  - balances the brackets: a closer that is missing is added, one too many is removed;
 *  - turns line breaks into SEP, except inside ( ) and [ ], after a token that cannot end a
 *    statement, and before `->` and `else`; then makes sure that every statement and every branch
 *    ends in exactly one SEP, also before `}`, `|` and the end of the file;
 *  - marks a name (or a quoted string) before `:` or `=` as KEY (QUOTED_KEY), a comma before a
 *    closing bracket as LAST_COMMA, and Python's `for` in brackets as FOR;
 *  - makes a name of the keyword of a statement where that statement cannot stand.
 * So the parser needs one token of lookahead almost everywhere, and its errors are found where they
 * are. The parser accepts more than the language: what is wrong in a way that people often get
 * wrong has a production here and its own message in bb.syntax.
 */
grammar Bb;

tokens {
  KEY,
  QUOTED_KEY,
  LAST_COMMA,
  FOR
}

// ---- files and declarations

file : entry* EOF ;

/** One expression alone, as between the braces of a string. */
soleExpression : expression SEP? EOF ;

/** What may stand in a file or in a body; which of it may stand where is checked on the tree. */
entry
  : declaration SEP # declarationEntry
  | statement SEP   # statementEntry
  | branch SEP      # branchEntry
  ;

declaration
  : IMPORT string                                              # importDeclaration
  | INLINE? BLOCK name parameters? signature? body             # blockDeclaration
  | NETWORK name (parameters? body | EQUALS name arguments?)   # networkDeclaration
  ;

parameters : LPAREN (parameter (COMMA parameter)* LAST_COMMA?)? RPAREN ;

/** Without a type it is the mistake of writing a parameter as in Python. */
parameter : name (COLON type)? (EQUALS expression)? ;

type
  : name                                            # namedType
  | LPAREN type (COMMA type)* LAST_COMMA? RPAREN    # tupleType
  ;

signature : COLON shapes ARROW shapes ;

shapes
  : shape                                           # oneShape
  | LPAREN shape (COMMA shape)* LAST_COMMA? RPAREN  # manyShapes
  ;

shape : LBRACKET (dimension (COMMA dimension)* LAST_COMMA?)? RBRACKET ;

dimension
  : ELLIPSIS    # anyDimensions
  | expression  # oneDimension
  ;

// ---- statements

body : LBRACE entry* RBRACE ;

statement
  : LET name EQUALS expression                        # letStatement
  | INPUT name COLON name? shape (name arguments)?    # inputStatement
  | OUTPUT answer (COMMA answer)*                     # outputStatement
  | CONST name COLON name? shape EQUALS expression (ARROW expression)?  # constStatement
  | kind = (PARAM | BUFFER) (name | QUOTED_KEY) COLON shape (KEY COLON expression)? (AS name)?  # paramStatement
  | SHARE name EQUALS expression                      # shareStatement
  | (ASSERT | WARN) expression (COMMA expression)?    # assertStatement
  | CHECKPOINT LPAREN (naming (COMMA naming)* LAST_COMMA?)? RPAREN  # checkpointStatement
  | pipeline                                          # pipelineStatement
  ;

/** With what its numbers are called: `labels: ["cat", "dog"]`. */
answer : name (LBRACKET expression RBRACKET)? (KEY COLON expression)? ;

/** How the names of published files differ. */
naming : KEY COLON (renames | expression) ;

renames : LBRACKET rename (COMMA rename)* LAST_COMMA? RBRACKET ;

rename : expression ARROW expression ;

branch : PIPE pipeline (WHEN expression)? ;

pipeline : step (ARROW step)* ;

step : label? action (binding | assignment)? ;

/** No statement of the language: a value is set again, or what is no name is set. */
assignment : (EQUALS | SET_BY) expression ;

/** With `=` it is the mistake of writing a layer as an assignment. */
label : (KEY | QUOTED_KEY) (COLON | EQUALS) ;

binding : AS target ;

target
  : name (LBRACKET expression RBRACKET)?             # oneTarget
  | LPAREN name (COMMA name)+ LAST_COMMA? RPAREN     # manyTargets
  ;

action
  : operation body?                                # applyOrJoin
  | PARALLEL body                                  # parallel
  | body                                           # sequence
  | (REPEAT | COLLECT) expression (IN expression)? body  # repeat
  | GROUP LPAREN expression RPAREN body            # group
  | SCALE body                                     # scale
  | choice                                         # ifAction
  ;

choice : IF expression body (ELSE (choice | body))? ;

// ---- expressions

expression
  : IF expression THEN expression ELSE expression  # conditional
  | operation otherChoice?                         # plain
  ;

/** The mistakes of choosing as in Python and as in C. */
otherChoice
  : IF operation ELSE expression                   # conditionLater
  | QUESTION expression COLON expression           # questionMark
  ;

operation
  : atom postfix*                                                  # operand
  | <assoc = right> operation op = POWER operation                 # binary
  | MINUS operation                                                # negate
  | operation op = (TIMES | DIVIDE | FLOOR_DIVIDE | MODULO) operation  # binary
  | operation op = (PLUS | MINUS) operation                        # binary
  | operation RANGE operation                                      # range
  | operation op = (EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) operation # binary
  | NOT operation                                                  # not
  | operation op = AND operation                                   # binary
  | operation op = OR operation                                    # binary
  ;

atom
  : (NUMBER | BAD_NUMBER)                                          # number
  | string                                                         # text
  | (TRUE | FALSE)                                                 # bool
  | name arguments?                                                # nameOrCall
  | LPAREN (expression (COMMA expression)* LAST_COMMA?)? RPAREN    # tuple
  | LBRACKET (expression (comprehension | (COMMA expression)* LAST_COMMA?))? RBRACKET  # list
  ;

/** A mistake, as are arguments behind a member and behind other arguments. */
comprehension : FOR expression IN expression (IF expression)? ;

postfix
  : DOT name arguments?            # member
  | LBRACKET expression RBRACKET   # index
  | arguments                      # callAgain
  ;

arguments : LPAREN (argument (COMMA argument)* LAST_COMMA?)? RPAREN ;

/** With `=` it is the mistake of writing a named argument as in Python. */
argument
  : KEY (COLON | EQUALS) expression  # namedArgument
  | expression comprehension?         # positionalArgument
  ;

name : NAME | KEY ;

string : STRING | UNTERMINATED_STRING | SINGLE_QUOTED ;

// ---- keywords

LET : 'let' ;
INLINE : 'inline' ;
BLOCK : 'block' ;
NETWORK : 'network' ;
IMPORT : 'import' ;
REPEAT : 'repeat' ;
COLLECT : 'collect' ;
PARALLEL : 'parallel' ;
GROUP : 'group' ;
SCALE : 'scale' ;
IF : 'if' ;
ELSE : 'else' ;
THEN : 'then' ;
PARAM : 'param' ;
BUFFER : 'buffer' ;
CONST : 'const' ;
SHARE : 'share' ;
ASSERT : 'assert' ;
WARN : 'warn' ;
CHECKPOINT : 'checkpoint' ;
INPUT : 'input' ;
OUTPUT : 'output' ;
AS : 'as' ;
WHEN : 'when' ;
IN : 'in' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
TRUE : 'true' ;
FALSE : 'false' ;

// ---- punctuation

ARROW : '->' ;
PIPE : '|' ;
COLON : ':' ;
EQUALS : '=' ;
COMMA : ',' ;
DOT : '.' ;
RANGE : '..' ;
ELLIPSIS : '...' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;
POWER : '**' ;
TIMES : '*' ;
DIVIDE : '/' ;
FLOOR_DIVIDE : '//' ;
MODULO : '%' ;
PLUS : '+' ;
MINUS : '-' ;
SET_BY : '+=' | '-=' | '*=' | '/=' | '//=' | '**=' | ':=' ;
QUESTION : '?' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
SEP : ';' ;

// ---- names, numbers, strings

NAME : [A-Za-z_] [A-Za-z0-9_]* ;

/** `3`, `0.5`, `1e-5`; `1.5K`, `26M`, `4G` are thousands, millions and billions (1e9). */
NUMBER : DIGITS ('.' DIGITS)? (EXPONENT | [KMG])? ;

/** What begins like a number and goes on like none: `3x`, `1e5K`, `1.2.3`, `.5`. */
BAD_NUMBER
  : DIGITS ('.' DIGITS)? EXPONENT? [A-Za-z_] [A-Za-z0-9_]*
  | DIGITS ('.' DIGITS) ('.' DIGITS)+
  | DIGITS '.' [A-Za-z_] [A-Za-z0-9_]*
  | '.' DIGITS
  ;

/**
 * `\"`, `\\` and `\n` are escapes; `{expression}` interpolates, `{{` and `}}` are braces. A quote
 * ends the string also between braces.
 */
STRING : '"' CHARACTER* '"' ;

UNTERMINATED_STRING : '"' CHARACTER* '\\'? ;

SINGLE_QUOTED : '\'' ~['"{}\\\n]* '\'' ;

fragment CHARACTER : ~["\\\n] | '\\' ~[\n] ;
fragment DIGITS : [0-9]+ ;
fragment EXPONENT : [eE] [+-]? DIGITS ;

// ---- space and comments

NEWLINE : '\n' ;

SPACE : [ \t\r\f\u00A0\uFEFF]+ -> skip ;

/**
 * Comments of other languages: reported by the filter and left out. One that is never closed goes to
 * the end of the file, so that it is read once.
 */
FOREIGN_COMMENT
  : '\'\'\'' .*? ('\'\'\'' | EOF)
  | '"""' .*? ('"""' | EOF)
  | '/*' .*? ('*/' | EOF)
  ;

/** A doc comment directly above a block or network belongs to it. */
DOC : '##' (~[#\n] ~[\n]*)? ;

/** A comment for the compiler, kept beside the tokens: `# bb: allow(unused-let)`. */
DIRECTIVE : '#' [ \t]* 'bb:' ~[\n]* ;

COMMENT : '#' ~[\n]* -> skip ;

DOUBLE_PIPE : '||' -> type(UNKNOWN) ;

/** Anything else: reported by the filter and left out. */
UNKNOWN : . ;
