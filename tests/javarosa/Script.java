// What a test wants answered, by path below the root, and what the engine showed on the way.
//
// A file of lines "path<TAB>text": rows of a repeat have their number from the second on, as in
// "finding[2]/finding_text"; an empty text leaves a question out; "-finding" deletes a row once.

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.xform.util.XFormAnswerDataParser;

final class Script {
    private final Map<String, String> wanted = new HashMap<>();
    private final Map<String, String> shown = new java.util.LinkedHashMap<>();

    Script(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", -1);
            wanted.put(parts[0], parts[1]);
        }
    }

    static String pathOf(FormIndex index) {
        TreeReference reference = index.getReference();
        String path = reference.toString(true).replace("[1]", "");
        return path.substring(path.indexOf('/', 1) + 1);
    }

    /** Tell whether the row of a repeat that could be made now is wanted. */
    boolean wantsRow(FormIndex index) {
        String row = pathOf(index) + "/";
        return wanted.keySet().stream().anyMatch(one -> one.startsWith(row));
    }

    boolean deletesRow(FormIndex index) {
        return wanted.remove("-" + pathOf(index)) != null;
    }

    /** Return what is to be answered; nothing: it stays as it is. Fails for a choice not offered. */
    List<IAnswerData> answers(FormEntryPrompt prompt, List<SelectChoice> choices) {
        String path = pathOf(prompt.getIndex());
        String text = wanted.get(path);
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        if (choices != null && choices.stream().noneMatch(one -> one.getValue().equals(text))) {
            throw new IllegalStateException("not offered in " + path + ": " + text);
        }
        return List.of(XFormAnswerDataParser.getAnswerData(
            text, prompt.getDataType(), prompt.getQuestion()));
    }

    boolean names(FormEntryPrompt prompt) {
        return wanted.containsKey(pathOf(prompt.getIndex()));
    }

    void note(FormEntryPrompt prompt, List<SelectChoice> choices) {
        String text = String.valueOf(prompt.getLongText()).replaceAll("\\s+", " ");
        String offered = choices == null ? "" : choices.stream()
            .map(SelectChoice::getValue).collect(Collectors.joining(" "));
        shown.put(pathOf(prompt.getIndex()), text + "\t" + offered);
    }

    void print(PrintStream out) {
        shown.forEach((path, text) -> out.println(path + "\t" + text));
    }
}
