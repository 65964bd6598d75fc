// Fills in a form with JavaRosa, the engine inside ODK Collect, and writes the instance.
//
//   java -cp ODK_Validate.jar:. FormFiller FORM.xml MEDIA_FOLDER SEED OUT.xml [EDITED.xml|- [SCRIPT]]
//
// Every question gets an answer that its constraint allows, drawn by the seed; repeats get up to two
// instances. Names of files that answers name go to standard output, one a line. With EDITED.xml the
// instance is an edit of it: another instanceID, and a deprecatedID as Collect writes it. A script says
// what to answer (see Script.java); what was shown goes to standard output then, after a line "--".

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.GeoPointData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.TimeData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.opendatakit.validate.StubPropertyManager;

public class FormFiller {
    private static final int MOST_REPEATS = 2;
    private static final PrintStream OUT = System.out;
    private final FormDef form;
    private final FormEntryController controller;
    private final Random chance;
    private Script script;
    private final List<String> files = new ArrayList<>();

    public static void main(String[] given) throws Exception {
        System.setOut(System.err); // the engine talks on standard output
        setUp(Path.of(given[1]));
        FormFiller one = new FormFiller(Path.of(given[0]), Long.parseLong(given[2]));
        one.script = given.length > 5 ? new Script(Path.of(given[5])) : null;
        one.begin(given.length > 4 && !given[4].equals("-") ? Path.of(given[4]) : null);
        one.answerAll();
        Files.write(Path.of(given[3]), one.finished());
        PrintStream names = new PrintStream(OUT, true, StandardCharsets.UTF_8);
        one.files.forEach(names::println);
        if (one.script != null) {
            names.println("--");
            one.script.print(names);
        }
    }

    private static void setUp(Path media) {
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager());
        ReferenceManager.instance().addReferenceFactory(
            new PrefixedRootFactory(new String[] {"file-csv", "file", "images", "audio", "video"}) {
                @Override
                protected Reference factory(String terminal, String uri) {
                    return new MediaFile(media.resolve(terminal.replaceFirst("^/+", "")), uri);
                }
            });
    }

    private FormFiller(Path xml, long seed) throws Exception {
        form = XFormUtils.getFormFromFormXml(xml.toString(), null);
        controller = new FormEntryController(new FormEntryModel(form));
        chance = new Random(seed);
    }

    private void begin(Path edited) throws IOException {
        if (edited == null) {
            form.initialize(true, new InstanceInitializationFactory());
            return;
        }
        TreeElement saved = XFormParser.restoreDataModel(Files.readAllBytes(edited), null).getRoot();
        TreeElement template = form.getInstance().getRoot().deepCopy(true);
        template.populate(saved, form);
        form.getInstance().setRoot(template);
        form.initialize(false, new InstanceInitializationFactory());
        TreeElement meta = child(form.getInstance().getRoot(), "meta");
        TreeElement instanceId = child(meta, "instanceID");
        TreeElement deprecatedId = child(meta, "deprecatedID");
        if (deprecatedId == null) {
            deprecatedId = new TreeElement("deprecatedID");
            meta.addChild(deprecatedId);
        }
        deprecatedId.setAnswer(new StringData(instanceId.getValue().getDisplayText()));
        instanceId.setAnswer(new StringData("uuid:" + UUID.randomUUID()));
    }

    private static TreeElement child(TreeElement parent, String name) {
        for (int i = 0; i < parent.getNumChildren(); i++) {
            if (parent.getChildAt(i).getName().equals(name)) {
                return parent.getChildAt(i);
            }
        }
        return null;
    }

    private void answerAll() {
        int repeats = 0;
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_QUESTION) {
                answer(controller.getModel().getQuestionPrompt());
            } else if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && isRowWanted(repeats++)) {
                controller.newRepeat();
            } else if (event == FormEntryController.EVENT_REPEAT && script != null
                    && script.deletesRow(controller.getModel().getFormIndex())) {
                event = controller.jumpToIndex(controller.deleteRepeat());
                continue;
            }
            event = controller.stepToNextEvent();
        }
    }

    private boolean isRowWanted(int made) {
        if (script != null) {
            return script.wantsRow(controller.getModel().getFormIndex());
        }
        return made % (MOST_REPEATS + 1) < chance.nextInt(MOST_REPEATS + 1);
    }

    private List<IAnswerData> wanted(FormEntryPrompt prompt) {
        if (script == null) {
            return candidates(prompt);
        }
        script.note(prompt, prompt.getSelectChoices());
        boolean isOpen = prompt.isRequired() && prompt.getAnswerValue() == null;
        return isOpen && !script.names(prompt)
            ? candidates(prompt) : script.answers(prompt, prompt.getSelectChoices());
    }

    private void answer(FormEntryPrompt prompt) {
        List<IAnswerData> candidates = wanted(prompt);
        if (prompt.isReadOnly()) {
            return;
        }
        for (IAnswerData one : candidates) {
            if (controller.answerQuestion(one, true) == FormEntryController.ANSWER_OK) {
                noteFile(prompt, one);
                return;
            }
        }
        if (!candidates.isEmpty() && prompt.isRequired()) {
            throw new IllegalStateException("no answer fits " + prompt.getIndex().getReference());
        }
    }

    private void noteFile(FormEntryPrompt prompt, IAnswerData answer) {
        if (prompt.getDataType() == Constants.DATATYPE_BINARY) {
            files.add(answer.getDisplayText());
        }
    }

    private List<IAnswerData> candidates(FormEntryPrompt prompt) {
        List<IAnswerData> found = new ArrayList<>();
        List<SelectChoice> choices = prompt.getSelectChoices();
        if (choices != null) {
            addSelections(found, choices, prompt.getControlType());
            return found;
        }
        switch (prompt.getDataType()) {
            case Constants.DATATYPE_BINARY -> found.add(new StringData(UUID.randomUUID() + ".jpg"));
            case Constants.DATATYPE_INTEGER -> numbers().forEach(n -> found.add(new IntegerData(n)));
            case Constants.DATATYPE_DECIMAL -> numbers().forEach(n -> found.add(new DecimalData(n)));
            case Constants.DATATYPE_DATE -> dates().forEach(day -> found.add(new DateData(day)));
            case Constants.DATATYPE_DATE_TIME -> dates().forEach(d -> found.add(new DateTimeData(d)));
            case Constants.DATATYPE_TIME -> dates().forEach(day -> found.add(new TimeData(day)));
            case Constants.DATATYPE_GEOPOINT ->
                found.add(new GeoPointData(new double[] {29.9 + chance.nextDouble(), 121.5, 3.0, 4.5}));
            case Constants.DATATYPE_BOOLEAN -> found.add(new UncastData("true"));
            default -> texts().forEach(text -> found.add(new StringData(text)));
        }
        return found;
    }

    private void addSelections(List<IAnswerData> found, List<SelectChoice> choices, int control) {
        if (choices.isEmpty()) {
            return;
        }
        int first = chance.nextInt(choices.size());
        for (int i = 0; i < choices.size(); i++) {
            Selection one = choices.get((first + i) % choices.size()).selection();
            if (control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
                found.add(new MultipleItemsData(new ArrayList<>(List.of(one))));
            } else {
                found.add(new SelectOneData(one));
            }
        }
    }

    private List<Integer> numbers() {
        return List.of(chance.nextInt(30) + 1, 0, 1, 2, 5, 20, 50, 100, 1000, 2026);
    }

    private List<Date> dates() {
        List<Date> found = new ArrayList<>();
        for (int back : new int[] {chance.nextInt(300), 0, 1, 400, -30}) {
            LocalDate day = LocalDate.now().minusDays(back);
            found.add(Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant()));
        }
        return found;
    }

    private List<String> texts() {
        return List.of(
            "现场情况 " + chance.nextInt(1000) + " 号\n“一切正常” 😀 <&>",
            "13800138000", "91110000600037341L", "2026", "10", "a", "zhang@example.org");
    }

    private byte[] finished() throws IOException {
        controller.jumpToIndex(org.javarosa.core.model.FormIndex.createBeginningOfFormIndex());
        var outcome = form.validate(true);
        if (outcome != null && outcome.outcome != FormEntryController.ANSWER_OK) {
            throw new IllegalStateException("invalid: " + outcome.failedPrompt.getReference());
        }
        controller.finalizeFormEntry();
        return new XFormSerializingVisitor().serializeInstance(form.getInstance());
    }

    /** A file beside the form, as Collect finds it under jr:// addresses. */
    private record MediaFile(Path path, String uri) implements Reference {
        @Override
        public boolean doesBinaryExist() {
            return Files.exists(path);
        }

        @Override
        public InputStream getStream() throws IOException {
            return new ByteArrayInputStream(Files.readAllBytes(path));
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return path.toAbsolutePath().toString();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
