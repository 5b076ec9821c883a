package bb.diagnostics;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stable codes of all diagnostics, grouped by phase: 01xx syntax, 02xx names and values, 03xx
 * layers and shapes, 04xx limits and contracts, 05xx targets, 06xx files and weights, 07xx the
 * command line, 08xx warnings, which have a name besides. A code is never reused. Each has a page
 * under {@code docs/errors}.
 */
public enum Code {
  // 01xx syntax
  BB0101("unexpected token"),
  BB0102("unknown character"),
  BB0103("unterminated string"),
  BB0104("malformed number"),
  BB0105("number too large"),
  BB0106("unclosed bracket"),
  BB0107("unmatched bracket"),
  BB0108("keyword as a name"),
  BB0109("missing branch"),
  BB0110("branch without a join"),
  BB0111("statement outside of a block"),
  BB0112("nested declaration"),
  BB0113("unknown keyword"),
  BB0114("`=` instead of `:`"),
  BB0115("label without a step"),
  BB0116("malformed string"),
  BB0117("chained comparison"),
  BB0118("malformed pattern"),
  BB0119("file too large"),
  BB0120("nesting too deep"),
  BB0121("expression too long"),
  BB0122("hidden character"),
  BB0123("hidden character in a file's name"),
  BB0124("name too long"),
  BB0130("value set again"),
  BB0131("comment of another language"),
  BB0132("body without braces"),
  BB0133("word of another language"),
  BB0134("parameter without a type"),
  BB0135("call of a method"),
  BB0136("choice written otherwise"),
  BB0137("list built by a loop"),

  // 02xx names and values
  BB0201("unknown name"),
  BB0202("unknown layer"),
  BB0203("not a layer"),
  BB0204("unknown argument"),
  BB0205("missing argument"),
  BB0206("too many arguments"),
  BB0207("argument given twice"),
  BB0208("declared twice"),
  BB0209("name set twice"),
  BB0210("two steps of one name"),
  BB0211("unknown property"),
  BB0212("unknown type"),
  BB0213("import not found"),
  BB0214("circular import"),
  BB0215("unknown network"),
  BB0216("circular variant"),
  BB0217("name of a layer or function"),
  BB0218("import by an absolute path"),
  BB0219("import of another kind of file"),
  BB0220("wrong type of value"),
  BB0221("not a whole number"),
  BB0222("value out of range"),
  BB0223("division by zero"),
  BB0224("number too large"),
  BB0225("index out of range"),
  BB0226("pattern does not fit"),
  BB0227("operands do not fit"),
  BB0228("function call does not fit"),
  BB0229("parameter cannot be tied"),
  BB0230("name of an iteration"),
  BB0232("option without its name"),
  BB0233("means and deviations of 0 to 255"),
  BB0234("axis that must be stated"),
  BB0235("axis that a layer of features cannot use"),

  // 03xx layers and shapes
  BB0301("wrong number of dimensions"),
  BB0302("wrong element type"),
  BB0303("window larger than the input"),
  BB0304("groups that do not divide the channels"),
  BB0305("shapes that do not match"),
  BB0306("tensors that cannot be concatenated"),
  BB0307("axis that the tensor lacks"),
  BB0308("tensor too large"),
  BB0309("padding larger than half the window"),
  BB0310("shape that does not hold the elements"),
  BB0311("order that is not a permutation"),
  BB0312("slice outside the tensor"),
  BB0313("arguments that contradict each other"),
  BB0314("`same` padding with a stride"),
  BB0315("output padding as large as the stride"),
  BB0316("number out of range"),
  BB0317("slopes that do not match the channels"),
  BB0318("matrices that cannot be multiplied"),
  BB0319("heads that do not divide the features"),
  BB0320("features where channels are needed"),
  BB0321("padding that repeats more than there is"),
  BB0330("nothing flows in"),
  BB0331("wrong number of tensors"),
  BB0332("not a tensor"),
  BB0333("tensor inside a pipeline"),
  BB0334("block input does not fit"),
  BB0335("block output does not fit"),
  BB0336("branches and tensors differ"),
  BB0337("no branch left"),
  BB0338("channels not divisible"),
  BB0339("parts do not add up"),
  BB0340("misplaced input or output"),
  BB0341("shared layer of two widths"),
  BB0342("unfit label"),
  BB0343("label on a tensor"),
  BB0344("network without input"),
  BB0345("network without output"),
  BB0346("unfit preprocessing"),
  BB0347("no such axis"),
  BB0348("tensor too large"),
  BB0349("unfit checkpoint clause"),
  BB0350("unfit labels"),

  // 04xx limits and contracts
  BB0401("too many steps"),
  BB0402("recursion too deep"),
  BB0403("too many layers"),
  BB0404("count too large"),
  BB0405("value too long"),
  BB0408("variants too deep"),
  BB0409("too much to import"),
  BB0410("assertion failed", Severity.CHECK),
  BB0411("name of a step too long"),
  BB0412("budget exceeded", Severity.CHECK),
  BB0420("lock out of date", Severity.CHECK),
  BB0421("change that was not to be", Severity.CHECK),
  BB0422("budget that no value keeps", Severity.CHECK),

  // 05xx targets
  BB0501("too large for the CPU backend"),
  BB0502("no Java compiler"),
  BB0503("no TornadoVM SDK"),
  BB0504("TornadoVM SDK too old"),
  BB0505("too large for the TornadoVM backend"),
  BB0510("too large for ONNX"),
  BB0511("layer that PyTorch lacks"),

  // 06xx files, weights and inputs; raised by the runtime
  BB0601("no such file"),
  BB0602("unreadable file"),
  BB0603("file not written"),
  BB0604("not a safetensors file"),
  BB0605("malformed header"),
  BB0606("malformed tensor entry"),
  BB0607("unknown number type"),
  BB0608("tensor outside the file"),
  BB0609("tensors that do not fill the file"),
  BB0610("shape and bytes disagree"),
  BB0611("tensor given twice"),
  BB0612("weights do not fit the network"),
  BB0613("no weights"),
  BB0614("unfit gain"),
  BB0615("unknown input format"),
  BB0616("broken image"),
  BB0617("unsupported image"),
  BB0618("input that no image can be"),
  BB0619("malformed array"),
  BB0620("unsupported array"),
  BB0621("array cut short"),
  BB0622("malformed numbers"),
  BB0623("input of the wrong shape"),
  BB0624("inputs that the network has not"),
  BB0625("batches that differ"),
  BB0626("unfit token ids"),
  BB0630("no TornadoVM"),
  BB0631("no device"),
  BB0632("no GPU"),
  BB0633("TornadoVM too old"),
  BB0634("device memory too small"),
  BB0635("feature that the device lacks"),
  BB0636("kernel not compiled"),
  BB0637("device failed"),
  BB0638("unfit setting"),
  BB0640("output that is an input"),
  BB0650("vectors of an unfit length"),
  BB0651("no vectors"),
  BB0660("weights of another network"),
  BB0661("weights lost"),
  BB0670("unreadable PyTorch file"),
  BB0671("more than tensors"),
  BB0672("unreadable index of weight files"),
  BB0673("rule that renames no tensor"),

  // 07xx the command line
  BB0701("no such file"),
  BB0702("unreadable file"),
  BB0703("unknown network"),
  BB0704("several networks"),
  BB0705("network needs arguments"),
  BB0706("no network"),
  BB0708("unknown code"),
  BB0709("unfit argument of an option"),
  BB0720("not a package"),
  BB0730("no lock"),
  BB0731("lock of another version"),
  BB0732("malformed lock"),
  BB0733("nothing to compare with"),
  BB0734("version with errors"),
  BB0735("file of one version only"),
  BB0740("port taken"),
  BB0745("too many combinations"),
  BB0746("parameter that is no number"),
  BB0747("file that is there already"),

  // 08xx warnings
  BB0801("unused `let`", "unused-let"),
  BB0802("unused parameter", "unused-parameter"),
  BB0803("unused block", "unused-block"),
  BB0804("unused name of a tensor", "unused-tensor"),
  BB0805("unused `param`", "unused-learned-tensor"),
  BB0806("unused `share`", "unused-share"),
  BB0807("unused variable of a `repeat`", "unused-variable"),
  BB0810("axis counted with a batch", "batch-axis"),
  BB0811("layer that nothing reads", "unread-layer"),
  BB0812("input that nothing reads", "unread-input"),
  BB0813("channels last", "channels-last"),
  BB0814("features that are assumed", "assumed-features"),
  BB0815("condition of a `warn` that is false", "failed-warn"),
  BB0820("unknown `allow`", "unknown-allow"),
  BB0830("bias before a norm", "bias-before-norm"),
  BB0831("groups that do not mix", "unmixed-groups"),
  BB0832("stride that drops pixels", "strided-pointwise"),
  BB0833("width that fills no vectors", "odd-width"),
  BB0834("branches that are not aligned", "unaligned-branches"),
  BB0835("shuffle that moves nothing", "idle-shuffle"),

  // 09xx models of others
  BB0901("not an ONNX model"),
  BB0902("version of ONNX that cannot be read"),
  BB0903("operators without a counterpart"),
  BB0904("node without a counterpart"),
  BB0905("model whose names lead nowhere"),
  BB0906("tensor that cannot be read"),
  BB0907("weights outside the model's folder"),
  BB0908("size that is not known"),
  BB0909("import that cannot be compared"),
  BB0910("import that computes something else", Severity.CHECK),
  BB0911("description that cannot be read"),
  BB0912("weights of another network"),
  ;

  private final String title;
  private final Severity severity;
  private final Optional<String> warning;

  Code(String title) {
    this(title, Severity.ERROR);
  }

  Code(String title, Severity severity) {
    this.title = title;
    this.severity = severity;
    this.warning = Optional.empty();
  }

  /** A warning and its name. */
  Code(String title, String warning) {
    this.title = title;
    this.severity = Severity.WARNING;
    this.warning = Optional.of(warning);
  }

  public String title() {
    return title;
  }

  public Severity severity() {
    return severity;
  }

  /** The name by which a warning is allowed and denied: {@code unused-let}. */
  public Optional<String> warning() {
    return warning;
  }

  /** The name of a warning, the code of anything else. */
  public String shortest() {
    return warning.orElse(name());
  }

  /** The page's name: {@code bb0101}. */
  public String page() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<Code> warnings() {
    return Stream.of(values()).filter(code -> code.warning.isPresent()).toList();
  }

  /** The code written {@code BB0801}, {@code bb0801} or {@code 0801}, or named as a warning is. */
  public static Optional<Code> find(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String code = upper.matches("[0-9]{4}") ? "BB" + upper : upper;
    return Stream.of(values())
        .filter(c -> c.name().equals(code) || c.warning.filter(text::equals).isPresent())
        .findFirst();
  }
}
