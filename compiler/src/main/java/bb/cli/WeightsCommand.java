package bb.cli;

import bb.diagnostics.Problems;
import bb.report.Numbers;
import bb.report.TextTable;
import bb.report.TextTable.Align;
import bb.runtime.UserError;
import bb.runtime.Visible;
import bb.runtime.io.TensorFile;
import bb.runtime.io.Weights;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the tensors of a weight file: names, types, shapes.",
      "It reads safetensors, the index of several, and state dictionaries that PyTorch saved."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc weights resnet50.pth",
      "  bbc weights model.safetensors.index.json --format json"
    })
final class WeightsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FILE", description = "The weight file.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = Words.TextOrJson.class,
      description = "How to print the list; text unless stated.")
  private Words.Format format;

  WeightsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.announce(List.of(file), Optional.empty());
    session.stage("reading " + file);
    try {
      TensorFile tensors = Weights.file(file);
      session.print(format == Words.Format.JSON ? json(tensors) : text(tensors));
    } catch (UserError e) {
      return session.finish(new Problems(), e);
    }
    return session.finish(new Problems());
  }

  private static String text(TensorFile file) {
    TextTable table = new TextTable(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT);
    table.row("tensor", "type", "shape", "numbers");
    file.entries()
        .forEach((name, entry) ->
            table.row(
                Visible.line(name),
                entry.type(),
                entry.shape().toString(),
                Numbers.exact(entry.count())));
    table.rule();
    table.row(
        "%,d tensors".formatted(file.entries().size()),
        "",
        Numbers.bytes(bytes(file)),
        Numbers.exact(numbers(file)));
    return table.render();
  }

  private String json(TensorFile file) {
    JsonArray tensors = new JsonArray();
    for (Map.Entry<String, TensorFile.Entry> tensor : file.entries().entrySet()) {
      TensorFile.Entry entry = tensor.getValue();
      JsonObject object = new JsonObject();
      object.put("name", tensor.getKey());
      object.put("type", entry.type());
      object.put("shape", new JsonArray(entry.shape()));
      object.put("numbers", entry.count());
      object.put("bytes", entry.bytes());
      tensors.add(object);
    }
    JsonObject object = new JsonObject();
    object.put("file", file.description());
    object.put("tensors", tensors);
    object.put("numbers", numbers(file));
    object.put("bytes", bytes(file));
    object.put("metadata", new JsonObject(file.metadata()));
    return JsonWriter.string(object) + "\n";
  }

  private static long numbers(TensorFile file) {
    return file.entries().values().stream().mapToLong(TensorFile.Entry::count).sum();
  }

  private static long bytes(TensorFile file) {
    return file.entries().values().stream().mapToLong(TensorFile.Entry::bytes).sum();
  }
}
